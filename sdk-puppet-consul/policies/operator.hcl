# What the token of whoever removes hosts may do beside controller.hcl, which it has too: tokens, policies and nodes go with a host. Consul
# has no smaller right over tokens, and this one is as good as all: use it where `parallax host remove` is run, and give it to no daemon.
acl = "write"

# A lost machine's agent is forgotten at once, and its node taken out of the catalog.
operator = "write"
node_prefix "" { policy = "write" }
service_prefix "" { policy = "write" }

# Whose agent the leading controller talks to: that host does not go.
session_prefix "" { policy = "read" }

# What a host's token may do: the one token of its Consul agent (`agent` and `default`) and of parallax-host. NODE is the host's name in Consul.

# The agent registers its own node, and what runs there: writing a service needs the node's right as well, so that a host can offer an
# instance on itself only. Consul cannot tell which of our services belong on which host.
node "NODE" { policy = "write" }
service_prefix "parallax-" { policy = "write" }

# HAProxy finds instances by Consul's DNS, which leaves out nodes that the asker may not read.
node_prefix "" { policy = "read" }

# The data for this host, secrets among them, is read by no other host; its answers are its own.
key "parallax/hosts/NODE/data" { policy = "read" }
key "parallax/hosts/NODE/report" { policy = "write" }
key "parallax/hosts/NODE/heartbeat" { policy = "write" }

# What a host's token may do: the one token of its Consul agent (`agent` and `default`) and of parallax-host. NODE is the host's name in Consul.

# The agent registers its own node, and what runs there. Consul cannot tie a service to a host: whoever may write a service may write its
# instances on every node. A host that is taken over can so divert or withdraw what Parallax serves, and nothing else in the catalog.
node "NODE" { policy = "write" }
service_prefix "parallax-" { policy = "write" }

# To have what was registered by hand taken over (`parallax adopt`), its name is added meanwhile: service "NAME" { policy = "write" }

# The host's daemon has its own agent read its registrations anew when a process ended; and the agent tells the settings it runs with.
agent "NODE" { policy = "write" }

# HAProxy finds instances by Consul's DNS, which leaves out nodes that the asker may not read.
node_prefix "" { policy = "read" }

# The data for this host is read by no other host; its answers are its own. So is the key for which secrets in its data are sealed: whoever may write it
# says who opens them.
key "parallax/hosts/NODE/data" { policy = "read" }
key "parallax/hosts/NODE/key" { policy = "write" }
key "parallax/hosts/NODE/report" { policy = "write" }
key "parallax/hosts/NODE/heartbeat" { policy = "write" }

# On a fleet that polls: whether Puppet may run here, and what the host's own validation let pass.
key_prefix "parallax/config_state/" { policy = "read" }
key "parallax/hosts/NODE/running_version" { policy = "write" }

# Questions for what replicas on this host wrote, and its answers: no host sees those of another.
key_prefix "parallax-requests/NODE/" { policy = "write" }

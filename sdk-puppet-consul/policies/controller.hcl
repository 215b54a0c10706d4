# What a controller's token may do, and whoever plans and applies. NODE is the name in Consul of the agent it talks to; with several, one
# `session` rule for each.

# All state of Parallax is under this prefix: definitions, sealed secrets, placement, data for hosts and their reports. A deletion removes trees of it.
key_prefix "parallax/" { policy = "write" }

# Questions that hosts answer, such as for logs. They are beside the state, so that no controller is woken by them.
key_prefix "parallax-requests/" { policy = "write" }

# Values that others keep for applications, whose secrets say `existing: {consul: parallax-secrets/...}`. Who keeps them elsewhere adds a rule.
key_prefix "parallax-secrets/" { policy = "read" }

# The leader holds a lock by a session, and a question ends with the session of who asked. Sessions belong to the agent's node; those that
# it may not write it cannot see or end.
session "NODE" { policy = "write" }

# Which hosts there are, which of them are alive, and which instances of ours are healthy. Other services stay unseen.
node_prefix "" { policy = "read" }
service_prefix "parallax-" { policy = "read" }

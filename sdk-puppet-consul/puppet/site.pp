# What every host of a fleet runs; the data says which replicas are its own.
include parallax

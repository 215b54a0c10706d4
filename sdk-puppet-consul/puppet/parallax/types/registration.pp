# @summary An instance of a Consul service that a replica offers, and the checks that decide whether it is ready.
type Parallax::Registration = Struct[{
  port             => Integer[0, 65535],
  Optional[tags]   => Array[String],
  Optional[meta]   => Hash[String, String],
  Optional[checks] => Array[Parallax::Check],
}]

# @summary A port of a service: where clients find it and which Consul service stands behind it.
type Parallax::Service_port = Struct[{
  port            => Parallax::Port,
  consul_service  => Parallax::Name,
  Optional[check] => Parallax::Check,
}]

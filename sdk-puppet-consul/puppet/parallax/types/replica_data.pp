# @summary A replica placed on this host: its components share the host's loopback.
type Parallax::Replica_data = Struct[{
  application             => Parallax::Name,
  version                 => String[1],
  role                    => Parallax::Name,
  replica                 => Parallax::Name,
  Optional[storage]       => Hash[Parallax::Name, Parallax::Storage],
  components              => Hash[Parallax::Name, Parallax::Component_data],
  Optional[registrations] => Hash[Parallax::Name, Parallax::Registration],
}]

# @summary A service: an address that every host answers, and on the edge a public one.
type Parallax::Service = Struct[{
  application              => Parallax::Name,
  name                     => Parallax::Name,
  address                  => Parallax::Address,
  Optional[public_address] => Parallax::Address,
  Optional[servers]        => Integer[1],
  Optional[external]       => Array[Parallax::Address, 1],
  ports                    => Hash[Parallax::Name, Parallax::Service_port],
}]

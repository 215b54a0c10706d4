# @summary A command that runs once on one host; a new attempt has a new key.
type Parallax::Step_data = Struct[{
  application               => Parallax::Name,
  step                      => Parallax::Name,
  version                   => String[1],
  attempt                   => Integer[1],
  Optional[timeout_seconds] => Numeric,
  component                 => Parallax::Component_data,
}]

# @summary How a component is asked to stop, and how long it is given.
type Parallax::Stop = Struct[{
  Optional[signal]        => Pattern[/\ASIG[A-Z0-9+]+\z/],
  Optional[grace_seconds] => Numeric,
}]

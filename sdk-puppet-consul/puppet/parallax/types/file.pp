# @summary A file of a component. A sensitive one is never shown, not even its digest.
type Parallax::File = Struct[{
  content             => String,
  Optional[mode]      => Pattern[/\A0?[0-7]{3}\z/],
  Optional[owner]     => String[1],
  Optional[group]     => String[1],
  Optional[sensitive] => Boolean,
}]

# @summary A directory that outlives processes; a kept one outlives the replica too.
type Parallax::Storage = Struct[{
  path                 => Parallax::Path,
  Optional[size_bytes] => Integer[0],
  Optional[keep]       => Boolean,
  Optional[owner]      => String[1],
}]

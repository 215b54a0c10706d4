# @summary What a component may use: thousandths of a CPU, bytes of memory.
type Parallax::Limits = Struct[{
  Optional[cpu_millis]   => Integer[1],
  Optional[memory_bytes] => Integer[1048576],
}]

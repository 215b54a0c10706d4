# @summary A TCP port.
type Parallax::Port = Integer[1, 65535]

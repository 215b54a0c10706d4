# @summary This host's part in keeping the public addresses: keepalived's virtual router.
type Parallax::Edge = Struct[{
  router_id => Integer[1, 255],
  priority  => Integer[1, 254],
  interface => Pattern[/\A[-_.a-zA-Z0-9]{1,15}\z/],
  addresses => Array[Parallax::Address],
}]

# @summary Whom a process runs as: an account with this name, this number and, as its own group, this group.
type Parallax::User = Struct[{
  name => Pattern[/\A[a-z_][-a-z0-9_]{0,31}\z/],
  uid  => Integer[0, 2147483647],
  gid  => Integer[0, 2147483647],
}]

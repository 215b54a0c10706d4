# @summary A check of health: an HTTP request, a TCP connection or a command.
#
# An HTTP request has `headers`, and one of the statuses in `status`, such as `200-299`, is success; 200 to 399 where it is not there.
# `component` names the component whose environment and user a command runs with.
# `failures` and `successes` are how many in a row change the state.
type Parallax::Check = Struct[{
  Optional[name]        => String[1],
  type                  => Enum['http', 'tcp', 'exec'],
  Optional[path]        => Pattern[/\A\/[!-~]*\z/],
  Optional[headers]     => Hash[Pattern[/\A[a-zA-Z0-9-]+\z/], Pattern[/\A[ -~]+\z/]],
  Optional[status]      => Pattern[/\A[2-5]\d\d(-[2-5]\d\d)?\z/],
  Optional[port]        => Parallax::Port,
  Optional[command]     => Array[String, 1],
  Optional[component]   => Parallax::Name,
  Optional[interval_ms] => Integer[1],
  Optional[timeout_ms]  => Integer[1],
  Optional[failures]    => Integer[1],
  Optional[successes]   => Integer[1],
}]

# @summary A process of a replica, or the command of a step, and everything it needs.
#
# Without a user it runs as root. In `command`, `${NAME}` is replaced from the environment when the process starts; everything
# else is literal. `ports` are those it is to listen on: nothing is made of them, the host's report says which it does.
type Parallax::Component_data = Struct[{
  Optional[packages]    => Array[Pattern[/\A[a-z0-9][-+.a-z0-9]+(:[a-z0-9]+)?(=[-+.:~a-zA-Z0-9]+)?\z/]],
  Optional[masks]       => Array[Pattern[/\A[-_.:@a-zA-Z0-9]+\.(service|socket|timer|path)\z/]],
  command               => Array[String, 1],
  Optional[user]        => Parallax::User,
  Optional[ports]       => Array[Parallax::Port],
  Optional[environment] => Hash[Parallax::Variable, String],
  Optional[files]       => Hash[Parallax::Path, Parallax::File],
  Optional[limits]      => Parallax::Limits,
  Optional[stop]        => Parallax::Stop,
  Optional[alive]       => Parallax::Check,
  Optional[started]     => Parallax::Check,
}]

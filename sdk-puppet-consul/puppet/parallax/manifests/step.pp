# @summary A command that runs once, in the environment of a component.
#
# @param application The application.
# @param step The step's name.
# @param version The application's version.
# @param attempt Which attempt this is, from 1.
# @param component The command and what it needs.
# @param timeout_seconds After this time the command is ended.
define parallax::step (
  Parallax::Name $application,
  Parallax::Name $step,
  String[1] $version,
  Integer[1] $attempt,
  Sensitive[Parallax::Component_data] $component,
  Numeric $timeout_seconds = 300,
) {
  $unit = "parallax-step-${name}.service"
  parallax::component { $unit:
    component => $component,
    unit      => epp('parallax/step.service.epp', {
        'component'       => $component.unwrap,
        'description'     => "${application} ${version}: ${step}, attempt ${attempt}",
        'unit'            => $unit,
        'key'             => $name,
        'timeout_seconds' => $timeout_seconds,
        'copies'          => $parallax::placed[$unit]['binds'] + { "/etc/parallax/hosts/${application}" => '/etc/hosts' },
    }),
  }
  parallax_step { $name:
    unit    => $unit,
    require => [
      Parallax::Component[$unit],
      Parallax_hosts["/etc/parallax/hosts/${application}"],
      Parallax_file[$parallax::placed[$unit]['paths']],
    ],
  }
}

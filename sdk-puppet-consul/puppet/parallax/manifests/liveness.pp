# @summary Restarts a process that runs but no longer answers.
#
# One small service looks at all components that have an `alive` or a `started` check, and restarts the unit of one that failed it as often
# in a row as its definition says.
class parallax::liveness {
  $configuration = '/etc/parallax/alive.json'

  if 'parallax-alive.service' in $parallax::own_units {
    $checks = $parallax::watched.reduce({}) |$all, $entry| {
      $all + { $entry[0] => { 'address' => $parallax::host_address } + $entry[1].filter |$key, $value| { $key in ['alive', 'started'] } }
    }
    file {
      default:
        ensure => file,
        owner  => 'root',
        group  => 'root',
        mode   => '0644',
        ;
      $configuration:
        content => parallax::json($checks),
        ;
      '/etc/systemd/system/parallax-alive.service':
        content => epp('parallax/alive.service.epp', { 'configuration' => $configuration }),
        ;
    }
    -> parallax_unit { 'parallax-alive.service':
      restart_on => $configuration,
    }
  } else {
    file { $configuration:
      ensure => absent,
    }
  }
}

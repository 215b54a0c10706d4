# @summary keepalived, which keeps each public address on one edge host at a time.
#
# @param advert_interval Seconds between two signs of life of the host that has the addresses; three missed ones move them.
# @param check_interval Seconds between two looks at whether HAProxy answers here, whole ones; three failed looks move the addresses.
# @param check_timeout Seconds that it has for its answer, fewer than check_interval: no look is to last into the next one.
class parallax::edge_address (
  Numeric $advert_interval = 0.2,
  Integer[1] $check_interval = 1,
  Numeric $check_timeout = 0.9,
) {
  $edge = $parallax::edge
  $configuration = '/etc/parallax/keepalived.conf'

  if 'parallax-keepalived.service' in $parallax::own_units {
    unless $check_timeout > 0 and $check_timeout < $check_interval {
      fail("parallax::edge_address::check_timeout, ${check_timeout}, has to be above 0 and below check_interval, ${check_interval}")
    }
    file {
      default:
        ensure => file,
        owner  => 'root',
        group  => 'root',
        mode   => '0644',
        ;
      $configuration:
        content      => epp('parallax/keepalived.conf.epp', { 'edge' => $edge }),
        validate_cmd => '/usr/sbin/keepalived --config-test --use-file=%',
        ;
      '/etc/systemd/system/parallax-keepalived.service':
        content => epp('parallax/keepalived.service.epp', { 'configuration' => $configuration }),
        ;
    }
    -> parallax_unit { 'parallax-keepalived.service':
      reload_on => $configuration,
    }
  } else {
    file { $configuration:
      ensure => absent,
    }
  }
}

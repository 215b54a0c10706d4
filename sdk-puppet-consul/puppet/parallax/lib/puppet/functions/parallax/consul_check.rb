# frozen_string_literal: true

# @summary Writes a check as Consul's agent takes it.
Puppet::Functions.create_function(:'parallax::consul_check') do
  # @param check the check
  # @param place `id` of the check, `address` it looks at, `component`: the beginning of the name of the unit to run a command in
  # @return [Hash] the `check` of a service definition
  dispatch :consul do
    param 'Parallax::Check', :check
    param 'Hash[String, String]', :place
    return_type 'Hash'
  end

  def consul(check, place)
    common = {
      'id' => place['id'], 'name' => check['name'] || place['id'], 'interval' => "#{check['interval_ms'] || 1000}ms",
      'timeout' => "#{check['timeout_ms'] || 1000}ms", 'failures_before_critical' => check['failures'] || 1,
      'success_before_passing' => check['successes'] || 1
    }
    common.merge(target(check, place))
  end

  def target(check, place)
    at = "#{place['address']}:#{check['port']}"
    case check['type']
    when 'http' then { 'http' => "http://#{at}#{check['path'] || '/'}" }
    when 'tcp' then { 'tcp' => at }
    else { 'args' => ['/usr/lib/parallax/parallax-exec', "#{place['component']}#{check['component']}.service", *check['command']] }
    end
  end
end

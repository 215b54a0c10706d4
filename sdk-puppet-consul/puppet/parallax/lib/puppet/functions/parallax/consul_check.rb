# frozen_string_literal: true

require 'json'

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
    when 'http' then http(check, place['address'])
    when 'tcp' then { 'tcp' => at }
    else { 'args' => ['/usr/lib/parallax/parallax-exec', "#{place['component']}#{check['component']}.service", *check['command']] }
    end
  end

  # Consul goes by statuses of its own: where others are wanted, the host asks.
  def http(check, address)
    return asked_by_host(check, address) if check['status']

    headers = (check['headers'] || {}).to_h { |name, value| [canonical(name), [value]] }
    { 'http' => "http://#{address}:#{check['port']}#{check['path'] || '/'}" }.merge(headers.empty? ? {} : { 'header' => headers })
  end

  # Consul knows no others: it would send `host` beside a `Host` of its own, which servers refuse.
  def canonical(name)
    name.split('-', -1).map(&:capitalize).join('-')
  end

  # The request has the time that the check says, and the program a second more.
  def asked_by_host(check, address)
    limit = check['timeout_ms'] || 1000
    question = { 'timeout_ms' => limit }.merge(check.slice('type', 'port', 'path', 'headers', 'status'))
    { 'args' => ['/usr/lib/parallax/parallax-probe', address, JSON.generate(question)], 'timeout' => "#{limit + 1000}ms" }
  end
end

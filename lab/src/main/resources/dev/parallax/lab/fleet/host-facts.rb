# frozen_string_literal: true

# What the programs of this host say of themselves, as one JSON object: "versions", "timers" and "notes" by name. A timer is its value, or the
# values of several components by their names; its note says where the value is from when no running process tells it. What cannot be had is left out.
# Argument: the replicas whose own timers are wanted, as JSON: [{"application": NAME, "replica": NAME}].

require 'csv'
require 'English'
require 'json'
require 'net/http'
require 'socket'

# What is found out, piece by piece.
class Findings
  def initialize
    @found = { 'versions' => {}, 'timers' => {}, 'notes' => {} }
  end

  # A question that has no answer leaves the answers of the others.
  def ask
    yield self
  rescue StandardError
    nil
  end

  def version(name, value)
    @found['versions'][name] = value.strip
  end

  def timers(values, note = nil)
    values.compact.each do |name, value|
      @found['timers'][name] = value
      @found['notes'][name] = note if note
    end
  end

  def to_json(*options)
    @found.to_json(*options)
  end
end

def output(*command)
  text = IO.popen(command, err: File::NULL, &:read)
  raise "#{command.first} failed" unless $CHILD_STATUS.success?

  text
end

# Properties of units, a hash for each; the pattern is a name or has `*`.
def properties(pattern, *names)
  output('systemctl', 'show', '--timestamp=unix', "--property=#{names.join(',')}", pattern).split("\n\n").map do |unit|
    unit.lines(chomp: true).to_h { |line| line.split('=', 2) }
  end
end

# A process knows its file as it was when it last read it.
def note_of(path, read_at)
  File.mtime(path).to_i > read_at ? 'from its file, which has changed since the process read it' : 'from the file that it was started with'
end

def agent(path)
  http = Net::HTTP.new('localhost', 8501)
  http.use_ssl = true
  http.ca_file = '/etc/consul-tls/ca.pem'
  http.open_timeout = http.read_timeout = 5
  JSON.parse(http.get("/v1/agent/#{path}", 'X-Consul-Token' => File.read('/etc/parallax/consul.token').strip).body)
end

def consul(found)
  told = agent('self')
  found.version('consul', told['Config']['Version'])
  settings = told['DebugConfig']
  found.timers(settings.select { |name, _| name.start_with?('GossipLAN') })
  lifetimes = settings['DNSServiceTTL'] || {}
  found.timers('service_ttl' => lifetimes.keys == ['*'] ? lifetimes['*'] : lifetimes)
end

# The agent tells how often it looks, and its file how many looks decide.
def checks(found, replica)
  own = agent('services').select { |_, service| service['Meta'].values_at('application', 'replica') == replica.values_at('application', 'replica') }
  files = Dir['/etc/consul.d/parallax/*.json'].flat_map { |path| JSON.parse(File.read(path))['service']['checks'] || [] }
  values = agent('checks').values.select { |check| own.key?(check['ServiceID']) }.to_h do |check|
    file = files.find { |candidate| candidate['id'] == check['CheckID'] } || {}
    [check['Name'].delete_suffix(' ready'),
     "every #{check['Interval']}, timeout #{check['Timeout']}, out after #{file['failures_before_critical']}, in after #{file['success_before_passing']}"]
  end
  found.timers({ 'check' => values }, 'numbers of looks from the file of the registration')
end

def units(found, replica)
  prefix = "parallax-#{replica['application']}-#{replica['replica']}-"
  units = properties("#{prefix}*.service", 'Id', 'Restart', 'RestartUSec', 'TimeoutStopUSec')
  { 'restarts' => 'Restart', 'restart' => 'RestartUSec', 'stop' => 'TimeoutStopUSec' }.each do |name, property|
    found.timers(name => units.to_h { |unit| [unit['Id'].delete_prefix(prefix).delete_suffix('.service'), unit[property]] })
  end
end

def balancer_socket(command)
  UNIXSocket.open('/run/parallax-haproxy/admin.sock') do |socket|
    socket.write("#{command}\n")
    socket.read
  end
end

def balancer(found)
  process = balancer_socket('show info').lines(chomp: true).filter_map { |line| line.split(': ', 2) if line.include?(': ') }.to_h
  found.version('haproxy', process['Version'])
  servers = CSV.parse(balancer_socket('show stat').delete_prefix('# '), headers: true, liberal_parsing: true)
  %w[rise fall].each do |name|
    found.timers(name => servers.filter_map { |server| server["check_#{name}"] }.reject(&:empty?).uniq.join(', '))
  end
  balancer_file(found, Time.now.to_i - process['Uptime_sec'].to_i + 1)
end

def balancer_file(found, read_at)
  path = '/etc/parallax/haproxy.cfg'
  text = File.read(path)
  # A word may stand for a value elsewhere in the line, as in `on-error fastinter`.
  servers = text[/^\s*default-server (.*)/, 1].scan(/\b(inter|fastinter|downinter|error-limit) (\d\S*)/).to_h
  found.timers(
    servers.merge(
      'retries' => text[/^\s*retries (\S+)/, 1], 'redispatch' => text[/^\s*option redispatch\s+(\S+)/, 1] || ('on' if text =~ /^\s*option redispatch/),
      'connect' => text[/timeout connect (\S+)/, 1], 'check-timeout' => text[/timeout check (\S+)/, 1],
      'resolve' => text[/timeout resolve (\S+)/, 1], 'hold' => text[/hold valid (\S+)/, 1]
    ),
    note_of(path, read_at)
  )
end

# keepalived writes what it has in use to a file when it is asked to by a signal.
def addresses(found)
  path = '/tmp/keepalived.data'
  File.delete(path) if File.exist?(path)
  Process.kill('USR1', Integer(File.read('/run/parallax-keepalived.pid')))
  deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 3
  text = ''
  # Scripts come after instances.
  until (advert = text[/Advert interval = (.*)\n/, 1]) && (fall = text[/^ +Fall = (\d+)\n/, 1])
    raise 'no answer' if Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline

    sleep 0.02
    text = File.read(path) if File.exist?(path)
  end
  found.timers('advert' => advert.sub(' milli-sec', 'ms').sub(' sec', 's'), 'adverts' => text[/Down timer adverts = (.*)\n/, 1])
  look = text[/^ +Interval = (\d+) sec/, 1]
  limit = text[/parallax-haproxy-alive' '\S+' '([\d.]+)'/, 1]
  found.timers('edge-interval' => look && "#{look}s", 'edge-fall' => fall, 'edge-limit' => limit && "#{limit}s")
end

def daemon(found)
  path = '/etc/parallax/host.json'
  started = properties('parallax-host.service', 'ExecMainStartTimestamp').first['ExecMainStartTimestamp'].delete_prefix('@').to_i
  own = { 'vigil_seconds' => 0.1, 'look_seconds' => 0.5, 'interval_seconds' => 30, 'forced_seconds' => 86_400, 'validation_seconds' => 10 }
  settings = own.merge(JSON.parse(File.read(path)))
  found.timers(settings.slice(*own.keys).transform_values(&:to_s), note_of(path, started))
end

def poll(found)
  told = properties('parallax-poll.timer', 'ActiveState', 'TimersCalendar').first
  calendar = told['TimersCalendar'].to_s[/OnCalendar=(.*?) ;/, 1]
  found.timers('poll' => told['ActiveState'] == 'active' ? calendar : told['ActiveState']) if calendar
end

def programs(found)
  found.ask { found.version('systemd', output('systemctl', 'show', '--property=Version', '--value')) }
  found.ask { found.version('keepalived', IO.popen(%w[keepalived --version], err: %i[child out], &:read)[/^Keepalived v(\S+)/, 1]) }
  found.ask { found.version('puppet', output('dpkg-query', '-W', '-f', '${Version}', 'puppet-agent')) }
  found.version('ruby', RUBY_VERSION)
  found.ask { found.version('operating system', File.read('/etc/os-release')[/^PRETTY_NAME="?([^"\n]*)/, 1]) }
  found.ask { found.version('kernel', output('uname', '-r')) }
end

found = Findings.new
programs(found)
%i[consul balancer addresses daemon poll].each { |topic| found.ask { |all| send(topic, all) } }
JSON.parse(ARGV.fetch(0)).each do |replica|
  %i[checks units].each { |topic| found.ask { |all| send(topic, all, replica) } }
end
puts JSON.generate(found)

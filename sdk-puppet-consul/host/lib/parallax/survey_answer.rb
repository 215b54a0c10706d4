# frozen_string_literal: true

require_relative 'answer'
require_relative 'places'
require_relative 'sockets'
require_relative 'units'

module Parallax
  # Tells what holds ports of this host, and which instances its Consul agent has at them: what somebody may want to have taken over.
  class SurveyAnswer < Answer
    FILES = '/etc/consul.d/*.{json,hcl}'

    private

    def tell_of(_data, request)
      sockets = Sockets.new
      services = @consul.services.values.reject { |service| service['ID'].start_with?('parallax-') }
      request.fetch('ports').each do |port|
        holders = sockets.holders(port).group_by { |pid| unit(pid) }
        holders.each do |unit, pids|
          tell([JSON.generate('port' => port, **holder(unit, pids.first), 'services' => registered(services, port))])
        end
      end
      {}
    end

    # The service of systemd that a process is in, whichever version of control groups says so; none of a user's own.
    def unit(pid)
      groups = File.read("/proc/#{pid}/cgroup").scan(%r{/([^/\n]+\.service)(?=/|$)}).flatten
      groups.last unless groups.any? { |group| group.start_with?('user@') }
    rescue SystemCallError
      nil
    end

    def holder(unit, pid)
      process = "process #{pid} (#{name(pid)})"
      return { 'ours' => false, 'enabled' => '', 'process' => process } unless unit

      shown, = Open3.capture2('systemctl', 'show', '--property=FragmentPath,UnitFileState', '--', unit)
      found = shown.lines(chomp: true).to_h { |line| line.split('=', 2) }
      { 'ours' => unit.start_with?('parallax-'), 'unit' => unit, 'fragment' => found['FragmentPath'].to_s,
        'enabled' => found['UnitFileState'].to_s, 'process' => process }
    end

    def name(pid)
      File.read("/proc/#{pid}/comm").strip
    rescue SystemCallError
      'gone'
    end

    def registered(services, port)
      services.select { |service| service['Port'] == port }.map do |service|
        { 'id' => service['ID'], 'name' => service['Service'], 'file' => file(service) }.compact
      end
    end

    # A file that the agent would register it from again.
    def file(service)
      Dir.glob(FILES).find do |path|
        text = File.read(path)
        text.include?("\"#{service['ID']}\"") || text.include?("\"#{service['Service']}\"")
      end
    end
  end
end

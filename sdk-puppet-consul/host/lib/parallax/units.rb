# frozen_string_literal: true

require 'open3'
require_relative 'places'
require_relative 'sockets'

module Parallax
  # What the service manager says about units.
  class Units
    PROPERTIES = %w[Id ActiveState SubState MainPID NRestarts ControlGroup CPUQuotaPerSecUSec MemoryMax ExecMainStartTimestamp].freeze
    UNLIMITED = %w[infinity 18446744073709551615].freeze

    # @return [Hash] unit => { property => value }
    def self.show(names)
      return {} if names.empty?

      output, = Open3.capture2('systemctl', 'show', '--timestamp=unix', "--property=#{PROPERTIES.join(',')}", '--', *names)
      blocks = output.split(/\n\n+/).map { |block| block.lines(chomp: true).to_h { |line| line.split('=', 2) } }
      names.zip(blocks).to_h { |name, block| [name, block || {}] }
    end

    # The units of the replicas in the data: unit => [replica, component, description of the component].
    def self.of(data)
      data.fetch('parallax::replicas', {}).flat_map do |replica, wanted|
        wanted.fetch('components', {}).map { |name, component| ["parallax-#{replica}-#{name}.service", [replica, name, component]] }
      end.to_h
    end

    # What the report says of a unit.
    def self.describe(properties, sockets)
      pid = properties['MainPID'].to_i
      described = { 'active' => properties.fetch('ActiveState', 'unknown'), 'restarts' => properties['NRestarts'].to_i }
      described.merge!('main_pid' => pid, 'listens' => sockets.ports(pid), **user(pid)) if pid.positive?
      started = properties['ExecMainStartTimestamp'].to_s[/\A@(\d+)/, 1]
      described['started'] = Time.at(started.to_i).utc.strftime('%Y-%m-%dT%H:%M:%SZ') if started
      described.merge(limits(properties))
    end

    # Whom a process runs as, as the kernel says: nothing when it has just ended.
    def self.user(pid)
      status = File.read("/proc/#{pid}/status")
      { 'uid' => status[/^Uid:\s+\d+\s+(\d+)/, 1].to_i, 'gid' => status[/^Gid:\s+\d+\s+(\d+)/, 1].to_i }
    rescue SystemCallError
      {}
    end

    def self.limits(properties)
      found = {}
      quota = milliseconds(properties['CPUQuotaPerSecUSec'].to_s)
      found['cpu_millis'] = quota if quota
      memory = properties['MemoryMax'].to_s
      found['memory_bytes'] = memory.to_i unless memory.empty? || UNLIMITED.include?(memory)
      found
    end

    # The service manager writes `1s`, `250ms`, `1.500s` or `infinity`.
    def self.milliseconds(text)
      return nil if text.empty? || text == 'infinity'

      units = { 'us' => 0.001, 'ms' => 1, 's' => 1000, 'min' => 60_000 }
      text.split.sum { |part| part.to_f * units.fetch(part[/[a-z]+\z/]) }.round
    end
  end
end

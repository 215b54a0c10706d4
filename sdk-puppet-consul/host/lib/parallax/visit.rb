# frozen_string_literal: true

require 'json'
require_relative 'consul'
require_relative 'own_files'
require_relative 'places'
require_relative 'probe'

module Parallax
  # Whether Puppet has a reason to visit this host, and what the host says afterwards. It does when other data are wanted than were validated here, when the
  # operators' own data have changed since, when a check of the host's own is critical, and where no gate in Consul is shut. After a run the ready checks of the replicas here are asked at once:
  # when they pass, the revision is published as what runs here, and the check `validation` passes. It turns critical when they fail, and
  # by itself when no run has passed it for a day, so that the next visit has its reason.
  class Visit
    GATES = 'parallax/config_state/enable_puppet/'
    CHECK = 'parallax-validation'

    def initialize(configuration)
      @consul = Consul.new(configuration)
      @host = configuration.host
      @patience = configuration.validation
      @lifetime = configuration.forced
      @ended = 0
      # Not kept over a reboot, after which nothing runs yet.
      @validated, @own = File.read(Places::VALIDATED).split if File.exist?(Places::VALIDATED)
    end

    # @param heard when the timer had its turn: one that came while a run or its validation was under way is passed over
    def needed?(text, heard)
      return false if @deadline || heard < @ended

      data = JSON.parse(text)
      register
      gate = gate(data)
      return told("no run: #{gate}") if gate

      reason = reason(data)
      told(reason ? "a run: #{reason}" : nil)
      !reason.nil?
    rescue JSON::ParserError
      true
    rescue Consul::Failure => e
      # Without Consul nobody knows what is wanted.
      told("no run: #{e.message}")
    end

    # Begins to ask the checks after a run.
    # @param own the fingerprint of the operators' files that it read
    def conclude(data, own, succeeded)
      @asked = succeeded ? questions(data) : nil
      @read = own
      @revision = data['parallax::revision']
      @deadline = now + (succeeded ? @patience : 0)
      continue
    end

    # Asks what has not passed yet, and says what came of it when all has, or when that takes too long.
    def continue
      return unless @deadline

      @asked = @asked&.reject { |question| question.call }
      finish(@asked == []) if @asked == [] || now > @deadline
    end

    private

    # The gate that is shut, or nil. Of several the most specific decides; of roles each.
    def gate(data)
      found, = @consul.tree(GATES)
      open = found.transform_keys { |key| key.delete_prefix(GATES) }.transform_values { |value| !value.strip.downcase.start_with?('false') }
      own = "host/#{@host}"
      roles = data.fetch('parallax::replicas', {}).values.map { |replica| "role/#{replica['application']}/#{replica['role']}" } & open.keys
      deciding = [[own], roles, ['global']].map { |keys| keys & open.keys }.find { |keys| !keys.empty? } || []
      shut = deciding.find { |key| !open[key] }
      shut && "#{GATES}#{shut} is shut"
    end

    # A host that leaves has its turns until it has left.
    def reason(data)
      return 'other data are wanted than were validated' if data['parallax::revision'] != @validated
      return "files below #{Places::OWN}, or this host's labels, have changed" if OwnFiles.fingerprint != @own

      data['parallax::leaving'] ? 'this host leaves' : critical
    end

    def critical
      names = @consul.checks.select { |check| check['Status'] == 'critical' }.map { |check| check['Name'] }.uniq.sort
      "critical: #{names.join(', ')}" unless names.empty?
    end

    # Again where the agent has forgotten it; what is there keeps its state.
    def register
      return if @consul.checks.any? { |check| check['CheckID'] == CHECK }

      @consul.register('ID' => CHECK, 'Name' => CHECK,
                       'Check' => { 'CheckID' => CHECK, 'Name' => 'validation', 'TTL' => "#{@lifetime.to_i}s", 'Status' => 'critical' })
      @validated = nil
    end

    def finish(passed)
      say(passed)
    rescue Consul::Failure => e
      told("not validated: #{e.message}")
    ensure
      @deadline = nil
      @ended = now
    end

    def say(passed)
      if passed
        @consul.write("parallax/hosts/#{@host}/running_version", @revision)
        Places.write(Places::VALIDATED, "#{@revision} #{@read}")
        @validated = @revision
        @own = @read
      end
      @consul.conclude(CHECK, passed ? 'pass' : 'fail')
      told(passed ? "validated: #{@revision}" : 'not validated: the run failed, or a ready check does')
    end

    # One for each ready check of a replica here: whether it passes now.
    def questions(data)
      data.fetch('parallax::replicas', {}).flat_map do |name, replica|
        checks = replica.fetch('registrations', {}).values.flat_map { |registration| registration.fetch('checks', []) }.uniq
        checks.map { |check| -> { Probe.passes?(check, data['parallax::host_address'], "parallax-#{name}-#{check['component']}.service") } }
      end
    end

    # To the journal, once as long as it stays the same.
    def told(text)
      warn text if text && text != @told
      @told = text
      nil
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end

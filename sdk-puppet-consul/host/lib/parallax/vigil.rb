# frozen_string_literal: true

require_relative 'consul'
require_relative 'processes'
require_relative 'units'

module Parallax
  # Sees within a moment that a process of a replica has ended, and has Consul forget that the replica was ready: its registrations are
  # withdrawn and read anew, and count again once their checks have passed again. Consul alone would go by the last answer of the process
  # that ended, for as long as the next ones may fail. On a thread of its own, as a run of Puppet takes long.
  class Vigil
    # Seconds between two questions after the processes of units that have none.
    PATIENCE = 0.5
    AFTER_ERROR = 1

    def initialize(configuration)
      @pause = configuration.vigil
      @consul = Consul.new(configuration)
      @processes = {}
      @learnt = 0
      @doubted = []
      # Whoever was killed between withdrawing and reading anew has left it to us.
      @unread = true
    end

    # @yieldreturn the data of this host, or nil
    def start(&data)
      Thread.new { loop { turn(data.call || {}) } }
      self
    end

    # Whether everything that was withdrawn has been read anew.
    def quiet?
      @doubted.empty? && !@unread
    end

    private

    def turn(data)
      @doubted |= ended(Units.of(data)).flat_map { |replica| registrations(data['parallax::replicas'][replica]) }
      withdraw(@doubted.first) until @doubted.empty?
      read_anew if @unread
      @complaint = nil
      sleep(@pause)
    rescue StandardError => e
      warn "What ended could not be seen or told, trying again: #{e.message}" unless @complaint == e.message
      @complaint = e.message
      sleep(AFTER_ERROR)
    end

    # The replicas of which a process has ended since the last look.
    def ended(units)
      @processes.select! { |unit, _| units.key?(unit) }
      gone = @processes.reject { |_, process| Processes.alive?(process) }.keys
      gone.each { |unit| @processes.delete(unit) }
      learn(units.keys - @processes.keys)
      gone.map { |unit| units[unit].first }.uniq
    end

    def learn(units)
      now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      return if now - @learnt < PATIENCE

      @learnt = now
      Units.show(units).each do |unit, properties|
        process = Processes.main(properties)
        @processes[unit] = process if process
      end
    end

    # The ids of a replica's registrations that have checks, as the module writes them.
    def registrations(replica)
      checked = replica.fetch('registrations', {}).reject { |_, registration| registration.fetch('checks', []).empty? }
      checked.keys.map { |service| "#{service}-#{replica['replica']}" }
    end

    # What is not passing has nothing to be taken back, as with a process that ends again and again.
    def withdraw(id)
      if @consul.passing?(id)
        @unread = true
        @consul.deregister(id)
      end
      @doubted.delete(id)
    end

    def read_anew
      @consul.reload
      @unread = false
    end
  end
end

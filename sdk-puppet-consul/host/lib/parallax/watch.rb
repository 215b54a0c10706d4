# frozen_string_literal: true

require_relative 'consul'

module Parallax
  # Waits for a key of Consul to change, with blocking queries as `consul watch` does; unlike that command it is back within two
  # seconds after Consul was away, where the command waits five seconds, then twenty, then longer.
  class Watch
    LONGEST_PAUSE = 2

    def initialize(configuration, key)
      @consul = Consul.new(configuration)
      @key = key
    end

    # Yields each value that the key takes, beginning with the present one, and the time it was heard of.
    def start(&block)
      Thread.new { follow(&block) }
    end

    private

    def follow
      index = 0
      pause = 0.1
      loop do
        value, found = @consul.read(@key, index: index)
        yield value, Process.clock_gettime(Process::CLOCK_MONOTONIC) if found != index && value
        # An index that goes back means that Consul began anew.
        index = found < index ? 0 : found
        pause = 0.1
        sleep(pause) if index.zero?
      rescue Consul::Failure => e
        warn "Consul does not answer, trying again: #{e.message}" if pause >= LONGEST_PAUSE
        sleep(pause)
        pause = [pause * 2, LONGEST_PAUSE].min
      end
    end
  end
end

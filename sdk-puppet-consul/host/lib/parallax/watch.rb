# frozen_string_literal: true

require_relative 'consul'

module Parallax
  # Waits for a key of Consul, or for keys under a prefix, to change, with blocking queries as `consul watch` does; unlike that command it is back within two
  # seconds after Consul was away, where the command waits five seconds, then twenty, then longer.
  class Watch
    LONGEST_PAUSE = 2

    # @param reading `:read` for a key, `:tree` for a prefix
    def initialize(configuration, key, reading = :read)
      @consul = Consul.new(configuration)
      @key = key
      @reading = reading
    end

    # Yields each value that it takes, beginning with the present one, and the time it was heard of; again when Consul failed meanwhile. Of a key, also
    # nil when it goes, or when it may not be read any more.
    def start(&block)
      Thread.new { follow(&block) }
    end

    private

    def follow
      index = 0
      pause = 0.1
      loop do
        value, found = @consul.public_send(@reading, @key, index: index)
        yield value, now if found != index && (value || index.positive?)
        # An index that goes back means that Consul began anew.
        index = found < index ? 0 : found
        pause = 0.1
        sleep(pause) if index.zero?
      rescue Consul::Failure => e
        yield nil, now if e.is_a?(Consul::Refused) && @reading == :read
        warn "Consul does not answer, trying again: #{e.message}" if pause >= LONGEST_PAUSE
        sleep(pause)
        pause = [pause * 2, LONGEST_PAUSE].min
      end
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end

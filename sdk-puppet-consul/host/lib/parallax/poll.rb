# frozen_string_literal: true

require_relative 'consul'

module Parallax
  # Reads a key of Consul each time that a timer of the service manager has its turn; that tells this process by a signal which does no harm before
  # anybody waits for it. Turns that come while one is being looked at are one.
  class Poll
    SIGNAL = 'WINCH'

    def initialize(configuration, key)
      @consul = Consul.new(configuration)
      @key = key
      @turns, @bell = IO.pipe
    end

    # Yields the value, or nil where there is none or it may not be read any more, and the time it was heard of.
    def start(&block)
      trap(SIGNAL) { @bell.write_nonblock('.', exception: false) }
      Thread.new { loop { turn(&block) } }
    end

    private

    def turn
      @turns.readpartial(4096)
      value, = @consul.read(@key)
      yield value, now
    rescue Consul::Refused
      yield nil, now
    rescue Consul::Failure => e
      warn "Consul does not answer, which the next turn of the timer tries again: #{e.message}"
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end

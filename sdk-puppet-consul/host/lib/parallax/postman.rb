# frozen_string_literal: true

require_relative 'consul'

module Parallax
  # Takes values to Consul, on a thread of its own. While Consul cannot be reached it keeps the newest value of each key and tries again; one that Consul does
  # not take keeps no other waiting.
  class Postman
    PAUSE = 1

    def initialize(configuration)
      @consul = Consul.new(configuration)
      @bag = {}
      @complaints = {}
      @lock = Mutex.new
      @filled = ConditionVariable.new
    end

    def start
      Thread.new { loop { deliver } }
    end

    def send(key, value)
      @lock.synchronize do
        @bag[key] = value
        @filled.signal
      end
    end

    # Takes back what has not been delivered yet.
    def drop(key)
      @lock.synchronize { @bag.delete(key) }
    end

    # Waits until all is delivered, at most that many seconds; whether it is.
    def empty?(within)
      deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + within
      until @lock.synchronize { @bag.empty? }
        return false if Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline

        sleep(0.05)
      end
      true
    end

    private

    def deliver
      key, value = @lock.synchronize do
        @filled.wait(@lock) while @bag.empty?
        @bag.first
      end
      @consul.write(key, value)
      @complaints.delete(key)
      @lock.synchronize { @bag.delete(key) if @bag[key].equal?(value) }
    rescue Consul::Failure => e
      warn "#{key} could not be delivered, trying again: #{e.message}" unless @complaints[key] == e.message
      @complaints[key] = e.message
      # Behind all others, with what it is by now.
      @lock.synchronize { @bag[key] = @bag.delete(key) if @bag.key?(key) }
      sleep(PAUSE)
    end
  end
end

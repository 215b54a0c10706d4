# frozen_string_literal: true

module Parallax
  # Holds the newest message until it is taken: of several that come while nobody looks, the last one counts.
  class Inbox
    def initialize
      @lock = Mutex.new
      @filled = ConditionVariable.new
    end

    def put(message)
      @lock.synchronize do
        @message = message
        @filled.signal
      end
    end

    # Waits at most that many seconds.
    # @return the message, or nil
    def take(seconds)
      @lock.synchronize do
        @filled.wait(@lock, seconds) if @message.nil?
        message = @message
        @message = nil
        message
      end
    end
  end
end

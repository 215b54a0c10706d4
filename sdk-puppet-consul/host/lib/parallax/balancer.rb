# frozen_string_literal: true

require 'socket'
require 'timeout'

module Parallax
  # The HAProxy of this host. The kernel takes connections for a process that hangs; whether it lives is told by an answer alone.
  module Balancer
    RUNTIME = '/run/parallax-haproxy'
    UNIT = 'parallax-haproxy.service'

    module_function

    # @return [Symbol] :answers, :silent where the time was up, :absent where nobody takes the question
    def ask(seconds, directory = RUNTIME)
      Timeout.timeout(seconds) do
        UNIXSocket.open("#{directory}/admin.sock") do |socket|
          socket.write("show version\n")
          socket.readpartial(1)
        end
      end
      :answers
    rescue Timeout::Error
      :silent
    rescue SystemCallError, IOError
      :absent
    end
  end
end

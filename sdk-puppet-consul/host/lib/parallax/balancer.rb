# frozen_string_literal: true

require 'socket'
require 'timeout'

module Parallax
  # The HAProxy of this host. The kernel takes connections for a process that hangs; whether it lives is told by an answer alone.
  module Balancer
    module_function

    # @param directory where its socket is
    # @param seconds it has for the answer
    def answers?(directory, seconds)
      Timeout.timeout(seconds) do
        UNIXSocket.open("#{directory}/admin.sock") do |socket|
          socket.write("show version\n")
          socket.readpartial(1)
        end
      end
      true
    rescue Timeout::Error, SystemCallError, IOError
      false
    end
  end
end

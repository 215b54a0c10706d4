# frozen_string_literal: true

require 'net/http'
require 'socket'
require_relative 'places'

module Parallax
  # One look at whether a component answers a check.
  module Probe
    module_function

    # @param check of the data: `type`, and `path`, `port` or `command`, and `timeout_ms`
    # @param address where to look
    # @param unit the one in whose environment a command runs
    def passes?(check, address, unit)
      limit = (check['timeout_ms'] || 1000) / 1000.0
      case check['type']
      when 'http' then http?(check, address, limit)
      when 'tcp' then Socket.tcp(address, check['port'], connect_timeout: limit, &:close) || true
      else system('timeout', '--kill-after=1', limit.to_s, Places::EXEC, unit, *check['command'], out: File::NULL)
      end
    rescue SystemCallError, IOError, Timeout::Error, Net::ProtocolError, SocketError
      false
    end

    def http?(check, address, limit)
      response = Net::HTTP.start(address, check['port'], open_timeout: limit, read_timeout: limit, max_retries: 0) do |http|
        http.get(check['path'] || '/')
      end
      (200..399).cover?(response.code.to_i)
    end
  end
end

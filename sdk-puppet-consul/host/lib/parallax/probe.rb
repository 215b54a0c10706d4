# frozen_string_literal: true

require 'net/http'
require 'socket'
require 'timeout'
require_relative 'places'

module Parallax
  # One look at whether a component answers a check.
  module Probe
    SUCCESS = '200-399'
    FAILURES = [
      SystemCallError, IOError, Timeout::Error, SocketError, Net::ProtocolError, Net::HTTPBadResponse, Net::HTTPHeaderSyntaxError
    ].freeze
    # A body is not looked at: compressed, it would be unpacked for nothing.
    HEADERS = { 'Accept-Encoding' => 'identity' }.freeze

    module_function

    # @param check of the data: `type`, and `path`, `headers`, `status`, `port` or `command`, and `timeout_ms`
    # @param address where to look
    # @param unit the one in whose environment a command runs
    def passes?(check, address, unit)
      limit = (check['timeout_ms'] || 1000) / 1000.0
      case check['type']
      when 'http' then expected(check).cover?(status(check, address, limit))
      when 'tcp' then Socket.tcp(address, check['port'], connect_timeout: limit, &:close) || true
      else system('timeout', '--kill-after=1', limit.to_s, Places::EXEC, unit, *check['command'], out: File::NULL)
      end
    rescue *FAILURES
      false
    end

    # @return [Integer] with which the component answers, asked through no proxy
    def status(check, address, limit)
      response = Timeout.timeout(limit) do
        Net::HTTP.start(address, check['port'], nil, max_retries: 0) do |http|
          http.get(check['path'] || '/', HEADERS.merge(check['headers'] || {}))
        end
      end
      response.code.to_i
    end

    # @return [Range] the statuses that are success
    def expected(check)
      first, last = (check['status'] || SUCCESS).split('-').map(&:to_i)
      first..(last || first)
    end
  end
end

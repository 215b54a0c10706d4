# frozen_string_literal: true

require 'base64'
require 'json'
require 'net/http'
require 'openssl'
require 'uri'

module Parallax
  # Keys and values of Consul, and what its agent on this host has registered. One connection, used by one thread.
  class Consul
    # Consul could not be asked, or refused.
    class Failure < StandardError; end

    # Consul does not take the token for what was asked.
    class Refused < Failure; end

    ERRORS = [SystemCallError, IOError, Timeout::Error, OpenSSL::SSL::SSLError, SocketError, Net::ProtocolError,
              Net::HTTPBadResponse].freeze

    def initialize(configuration)
      @configuration = configuration
      @address = URI(configuration.consul_address)
    end

    # The value of a key and the index to wait from; after an index, waits at most that long for a change.
    # @return [Array(String or nil, Integer)] nil for a key that is not there
    def read(key, index: 0, wait: 60)
      values, found = values(key, [], index, wait)
      [values.values.first, found]
    end

    # The keys under a prefix with their values, and the index to wait from; as {#read}.
    # @return [Array(Hash, Integer)]
    def tree(prefix, index: 0, wait: 60)
      values(prefix, ['recurse=true'], index, wait)
    end

    # The names of the keys under a prefix.
    def keys(prefix)
      list(prefix, ['keys=true'], 10).first
    end

    # Writes a key that is not there; whether it was not.
    def create(key, value)
      put("/v1/kv/#{key}?cas=0", value).strip == 'true'
    end

    # Removes a key, or with a slash at its end all that is under it.
    def remove(key)
      path = "/v1/kv/#{key}#{'?recurse=true' if key.end_with?('/')}"
      response = send_request(Net::HTTP::Delete.new(path), 10)
      raise Failure, "#{path}: #{response.code} #{response.body.to_s[0, 200]}" unless response.is_a?(Net::HTTPOK)
    end

    def write(key, value)
      put("/v1/kv/#{key}", value)
    end

    # Whether the agent has an instance of that id, and no check of it is critical.
    def passing?(id)
      %w[200 429].include?(send_request(Net::HTTP::Get.new("/v1/agent/health/service/id/#{id}?format=text"), 10).code)
    end

    # The instances that the agent has, as far as the token may see them: by their ids.
    # @return [Hash]
    def services
      path = '/v1/agent/services'
      response = send_request(Net::HTTP::Get.new(path), 10)
      raise Failure, "#{path}: #{response.code} #{response.body.to_s[0, 200]}" unless response.is_a?(Net::HTTPOK)

      JSON.parse(response.body)
    end

    # Whether the agent has an instance of that id, which the token need not be allowed to see.
    def service?(id)
      path = "/v1/agent/service/#{id}"
      response = send_request(Net::HTTP::Get.new(path), 10)
      return false if response.is_a?(Net::HTTPNotFound)
      return true if response.is_a?(Net::HTTPOK) || response.is_a?(Net::HTTPForbidden)

      raise Failure, "#{path}: #{response.code} #{response.body.to_s[0, 200]}"
    end

    # The ids of the instances that the catalog has of a node, as far as the token may see them, nil where it has no such node, and the index to wait from; as {#read}.
    # @return [Array(Array(String) or nil, Integer)]
    def instances(node, index: 0, wait: 60)
      path = "/v1/catalog/node/#{node}?consistent#{"&index=#{index}&wait=#{wait}s" if index.positive?}"
      response = send_request(Net::HTTP::Get.new(path), wait + 15)
      raise Failure, "#{path}: #{response.code} #{response.body.to_s[0, 200]}" unless response.is_a?(Net::HTTPOK)

      [JSON.parse(response.body)&.fetch('Services')&.keys, Integer(response['X-Consul-Index'] || 0)]
    end

    # The checks of this host's own agent.
    def checks
      response = send_request(Net::HTTP::Get.new('/v1/agent/checks'), 10)
      raise Failure, "checks: #{response.code} #{response.body.to_s[0, 200]}" unless response.is_a?(Net::HTTPOK)

      JSON.parse(response.body).values
    end

    # The agent takes an instance that no file has.
    def register(service)
      put('/v1/agent/service/register', JSON.generate(service))
    end

    # Says how a check is that only we know.
    # @param outcome `pass` or `fail`
    def conclude(check, outcome)
      put("/v1/agent/check/#{outcome}/#{check}")
    end

    # The agent forgets an instance, until it reads its registrations anew.
    def deregister(id)
      put("/v1/agent/service/deregister/#{id}")
    end

    # The agent reads its registrations anew. Checks that it had keep their state, others begin as critical.
    def reload
      put('/v1/agent/reload')
    end

    # Takes meta data away from a node in the catalog. Its agent, which has read its configuration anew, would do so itself within minutes.
    def forget_meta(node, prefix)
      path = "/v1/catalog/node/#{node}"
      response = send_request(Net::HTTP::Get.new(path), 10)
      raise Failure, "#{path}: #{response.code} #{response.body.to_s[0, 200]}" unless response.is_a?(Net::HTTPOK)

      found = (JSON.parse(response.body) || {})['Node'] or return
      meta = found.fetch('Meta', nil).to_h.reject { |name, _| name.start_with?(prefix) }
      return if meta == found['Meta'].to_h

      put('/v1/catalog/register', JSON.generate(found.slice('ID', 'Node', 'Address', 'TaggedAddresses').merge('NodeMeta' => meta)))
    end

    def close
      @connection&.finish
    rescue IOError
      nil
    ensure
      @connection = nil
    end

    private

    def values(key, query, index, wait)
      query += ["index=#{index}", "wait=#{wait}s"] if index.positive?
      entries, found = list(key, query, wait + 15)
      [entries.to_h { |entry| [entry['Key'], Base64.decode64(entry['Value'].to_s).force_encoding('UTF-8')] }, found]
    end

    # What has been committed, nothing where there is nothing, and the index of it. Without `consistent` a server that has just become
    # the leader answers out of the log that it reads anew after its start: with any state there ever was.
    def list(key, query, limit)
      path = "/v1/kv/#{key}?#{['consistent', *query].join('&')}"
      response = send_request(Net::HTTP::Get.new(path), limit)
      found = Integer(response['X-Consul-Index'] || 0)
      return [[], found] if response.is_a?(Net::HTTPNotFound)

      raise Refused, "#{key}: #{response.body.to_s[0, 200]}" if response.is_a?(Net::HTTPForbidden)
      raise Failure, "#{key}: #{response.code} #{response.body.to_s[0, 200]}" unless response.is_a?(Net::HTTPOK)

      [JSON.parse(response.body), found]
    end

    def put(path, value = nil)
      request = Net::HTTP::Put.new(path)
      request.body = value
      response = send_request(request, 10)
      raise Failure, "#{path}: #{response.code} #{response.body.to_s[0, 200]}" unless response.is_a?(Net::HTTPOK)

      response.body.to_s
    end

    def send_request(request, limit)
      token = @configuration.consul_token
      request['X-Consul-Token'] = token if token
      connection.read_timeout = limit
      connection.request(request)
    rescue *ERRORS => e
      close
      raise Failure, "#{@address}: #{e.message}"
    end

    def connection
      @connection ||= Net::HTTP.new(@address.host, @address.port).tap do |http|
        http.open_timeout = 5
        http.write_timeout = 5
        http.max_retries = 0
        http.keep_alive_timeout = 300
        if @address.scheme == 'https'
          http.use_ssl = true
          http.ca_file = @configuration.consul_ca
          http.verify_mode = OpenSSL::SSL::VERIFY_PEER
        end
        http.start
      end
    end
  end
end

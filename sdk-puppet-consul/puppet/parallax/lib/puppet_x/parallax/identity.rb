# frozen_string_literal: true

require 'json'

module PuppetX
  module Parallax
    # What this host is called in the fleet, and its labels: Hiera finds the operators' files by them.
    module Identity
      HOST = '/etc/parallax/host.json'
      NODE = '/etc/consul.d/parallax-host.json'
      LABEL = 'parallax-label-'

      module_function

      # @return [Hash, nil] `host` and `labels`
      def fact
        host = read(HOST)['host']
        host && { 'host' => host, 'labels' => labels }
      end

      # As the host's Consul agent is told them.
      def labels
        meta = read(NODE)['node_meta'] || {}
        meta.select { |name, _| name.start_with?(LABEL) }.transform_keys { |name| name.delete_prefix(LABEL) }
      end

      def read(path)
        JSON.parse(File.read(path))
      rescue Errno::ENOENT
        {}
      rescue JSON::ParserError
        raise "#{path} is not JSON"
      end
    end
  end
end

# frozen_string_literal: true

require 'did_you_mean'
require 'psych'

module PuppetX
  module Parallax
    # Files of Hiera data that belong to a fleet's operators: what they may set is the module's settings, and nothing that says what a host carries.
    class OwnData
      # A file that cannot be taken: one line with file, line, and what is wrong.
      class Refused < Puppet::DataBinding::LookupError
        def initialize(path, line, complaint)
          super("#{path}#{":#{line}" if line}: #{complaint}", nil)
        end
      end

      # Classes whose parameters are settings; of the module's own class these.
      CLASSES = %w[parallax parallax::balancer parallax::edge_address].freeze
      OWN_CLASS = %w[parallax::drain_seconds parallax::restart].freeze

      class << self
        # The settings and their types, as the manifests have them.
        def settings
          parameters.select { |key, _| OWN_CLASS.include?(key) || key.scan('::').length > 1 }
        end

        # Whence each setting came that a file had in this run: key => path.
        def sources
          @sources ||= {}
        end

        def parameters
          known = Puppet.lookup(:current_environment).known_resource_types
          CLASSES.map { |name| known.find_hostclass(name) }.reduce({}) do |all, found|
            all.merge(found.argument_types.transform_keys { |parameter| "#{found.name}::#{parameter}" })
          end
        end
      end

      def initialize(path, text)
        @path = path
        @settings = self.class.settings
        @entries = {}
        read(text)
      end

      def key?(key)
        @entries.key?(key)
      end

      # @yield the value as written, for what is mentioned in it to be put in
      def value(key)
        raw, line = @entries[key]
        value = yield raw
        expected = @settings[key] or return value
        self.class.sources[key] ||= @path
        return value if expected.instance?(value)

        refuse(line, mismatch(key, expected, value))
      end

      private

      def mismatch(key, expected, value)
        types = Puppet::Pops::Types
        types::TypeMismatchDescriber.singleton.describe_mismatch(key, expected, types::TypeCalculator.infer_set(value))
      end

      def read(text)
        refuse(nil, 'not UTF-8') unless text.valid_encoding?
        document = Psych.parse(text)
        return if document == false || empty?(document.root)

        refuse(line(document.root), 'not keys with values; write KEY: VALUE lines') unless document.root.is_a?(Psych::Nodes::Mapping)
        values = Psych.safe_load(text, permitted_classes: [Symbol], aliases: true)
        document.root.children.each_slice(2) { |key, _| take(key, values) }
      rescue Psych::SyntaxError => e
        refuse(e.line, "not YAML: #{[e.problem, e.context].compact.join(' ')}")
      rescue Psych::DisallowedClass, Psych::BadAlias => e
        refuse(nil, "not plain YAML: #{e.message}")
      end

      def take(node, values)
        key = node.is_a?(Psych::Nodes::Scalar) ? node.value : nil
        refuse(line(node), 'a key is a name') unless key && values.key?(key)
        refuse(line(node), "#{key} is there twice, first in line #{@entries[key].last}") if @entries.key?(key)
        check(key, line(node))
        @entries[key] = [values[key], line(node)]
      end

      # Keys of others than Parallax are theirs, and may be mentioned in values.
      def check(key, line)
        refuse(line, "#{key} is not taken: a setting has one value, that of the most specific file which has it; remove it") if key == 'lookup_options'
        return if !key.start_with?('parallax::') || @settings.key?(key)

        refuse(line, "#{key} is the controller's own, from the applications that are deployed; remove it here") if controllers?(key)
        similar = DidYouMean::SpellChecker.new(dictionary: @settings.keys).correct(key).first
        refuse(line, "#{key} is no setting of Parallax; #{similar ? "did you mean #{similar}?" : 'remove it'}")
      end

      # Its parameters, and what the host's daemon reads.
      def controllers?(key)
        self.class.parameters.key?(key) || %w[parallax::reported parallax::repairs parallax::leaving].include?(key)
      end

      def empty?(node)
        node.is_a?(Psych::Nodes::Scalar) && node.value.empty? && !node.quoted
      end

      def line(node)
        node.start_line + 1
      end

      def refuse(line, complaint)
        raise Refused.new(@path, line, complaint)
      end
    end
  end
end

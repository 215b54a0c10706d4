# frozen_string_literal: true

require 'etc'
require 'fileutils'
require_relative 'ledger'

module PuppetX
  module Parallax
    # Directories of roles that outlive their processes, each named `application/role/name`.
    module Storage
      DIRECTORY = "#{Ledger::DIRECTORY}/storage"

      module_function

      def path(name)
        "#{DIRECTORY}/#{name}"
      end

      def present?(name, keep)
        File.directory?(path(name)) && Ledger.section('storage').dig(name, 'keep') == keep
      end

      def make(name, keep)
        Ledger.update('storage') { |storage| storage[name] = { 'keep' => keep } }
        FileUtils.mkdir_p(path(name))
      end

      # What nobody uses: that which is not kept, and that which is told to go.
      def surplus(used, told)
        Ledger.section('storage').reject { |name, entry| used.include?(name) || (entry['keep'] && !told.include?(name)) }.keys.sort
      end

      def remove(name)
        FileUtils.rm_rf(path(name), secure: true)
        raise Puppet::Error, "#{path(name)} could not be removed" if File.exist?(path(name))

        parents = [File.dirname(path(name)), File.dirname(path(name), 2)]
        parents.each { |directory| Dir.rmdir(directory) if Dir.empty?(directory) }
        Ledger.update('storage') { |storage| storage.delete(name) }
      end
    end
  end
end

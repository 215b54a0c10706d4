# frozen_string_literal: true

require 'digest'
require 'fileutils'
require_relative 'ledger'

module PuppetX
  module Parallax
    # Files of components at their real paths, over what a package or an operator had there.
    module Files
      ORIGINALS = "#{Ledger::DIRECTORY}/originals"

      module_function

      def write(path, content, uid:, gid:, mode:)
        keep_original(path) unless Ledger.section('files').key?(path)
        make_directories(path, uid, gid, mode)
        Atomic.write(path, content, mode: mode, uid: uid, gid: gid)
      end

      def ours
        Ledger.section('files').keys.sort
      end

      # Puts back what was there, or leaves nothing.
      def restore(path)
        original = Ledger.section('files').fetch(path)['original']
        FileUtils.rm_f(path) if original.nil? || File.symlink?(path)
        FileUtils.mv(original, path, force: true) if original && File.symlink?(original) | File.exist?(original)
        Ledger.update('files') { |files| files.delete(path) }
      end

      # Removes the directories that were made for files, if nothing is in them any more.
      def sweep_directories
        gone = Ledger.section('directories').keys.sort.reverse.select { |directory| remove_empty(directory) }
        Ledger.update('directories') { |directories| gone.each { |directory| directories.delete(directory) } }
      end

      def keep_original(path)
        original = nil
        if File.exist?(path) || File.symlink?(path)
          raise Puppet::Error, "#{path} is a directory, not a file" if File.directory?(path) && !File.symlink?(path)

          FileUtils.mkdir_p(ORIGINALS, mode: 0o700)
          original = "#{ORIGINALS}/#{Digest::SHA256.hexdigest(path)}"
          FileUtils.copy_entry(path, original, true, false, true)
        end
        Ledger.update('files') { |files| files[path] = { 'original' => original } }
      end

      # The directories on the way to the path that are not there yet, outermost first.
      def missing_directories(path)
        directory = File.dirname(path)
        missing = []
        until File.exist?(directory)
          missing.unshift(directory)
          directory = File.dirname(directory)
        end
        missing
      end

      # A file that others may not read lies in a directory that they may not list.
      def make_directories(path, uid, gid, mode)
        missing = missing_directories(path)
        return if missing.empty?

        Ledger.update('directories') { |directories| missing.each { |directory| directories[directory] = true } }
        missing.each { |directory| Dir.mkdir(directory, 0o755) }
        File.chown(uid, gid, missing.last)
        File.chmod((mode & 0o007).zero? ? 0o750 : 0o755, missing.last)
      end

      # @return whether it is gone
      def remove_empty(directory)
        Dir.rmdir(directory)
        true
      rescue Errno::ENOENT
        true
      rescue SystemCallError
        false
      end
    end
  end
end

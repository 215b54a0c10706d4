# frozen_string_literal: true

require 'fileutils'
require 'json'

# What the module shares between its types.
module PuppetX
  # See PuppetX::Parallax::Ledger.
  module Parallax
    # What was done to the host outside of our own directories, so that it can be undone: a JSON document on disk, replaced
    # whole at each change. It is written before the host is touched: a run killed in between leaves an entry too many, which
    # does no harm, never one too few.
    module Ledger
      DIRECTORY = '/var/lib/parallax'
      PATH = "#{DIRECTORY}/ledger.json"
      SECTIONS = %w[directories files masks packages storage versions].freeze

      module_function

      def section(name)
        read.fetch(name)
      end

      # Yields the section to be changed, and writes the document if it was.
      def update(name)
        document = read
        before = JSON.generate(document)
        yield document.fetch(name)
        write(document) unless JSON.generate(document) == before
      end

      def read
        empty = SECTIONS.to_h { |name| [name, {}] }
        File.exist?(PATH) ? empty.merge(JSON.parse(File.read(PATH))) : empty
      end

      def write(document)
        FileUtils.mkdir_p(DIRECTORY, mode: 0o755)
        Atomic.write(PATH, JSON.pretty_generate(document), mode: 0o600)
      end
    end

    # Replaces a file whole, or not at all.
    module Atomic
      module_function

      def write(path, content, mode: 0o644, uid: nil, gid: nil)
        temporary = "#{File.dirname(path)}/.#{File.basename(path)}.parallax-new"
        File.open(temporary, File::WRONLY | File::CREAT | File::TRUNC, 0o600) do |file|
          file.binmode
          file.write(content)
          file.chown(uid, gid) if uid || gid
          file.chmod(mode)
          file.fsync
        end
        File.rename(temporary, path)
      end
    end
  end
end

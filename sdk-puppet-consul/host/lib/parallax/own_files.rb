# frozen_string_literal: true

require 'digest'
require_relative 'places'

module Parallax
  # The operators' own Hiera data on this host, and the host's labels, which say what files of them are read.
  module OwnFiles
    # However deep, as the value of a label may have a `/`; links to directories are followed as deep as the hierarchy goes otherwise.
    FILES = ["#{Places::OWN}/**/*.yaml", "#{Places::OWN}/*/*.yaml", "#{Places::OWN}/*/*/*/*.yaml"].freeze

    module_function

    # Another one when a file came, went or was written.
    def fingerprint
      Digest::SHA256.hexdigest((Dir.glob(FILES).uniq.sort + [Places::ENROLMENT]).map { |path| attributes(path) }.inspect)
    end

    def attributes(path)
      stat = File.stat(path)
      [path, stat.mtime.to_r, stat.ctime.to_r, stat.size, stat.ino]
    rescue SystemCallError
      [path]
    end
  end
end

# frozen_string_literal: true

require 'io/wait'
require 'json'

module Parallax
  # Lines that the processes of a unit wrote, as journald keeps them.
  class Journal
    # How long a line that was just written may wait for others to go with it.
    LINGER = 0.1
    READ = 64 * 1024

    # @param request `tail`: the most lines; `since`: seconds; `after`: a cursor; `follow`
    def initialize(unit, request)
      @command = ['journalctl', '--quiet', '--no-pager', '--output=json', '--output-fields=MESSAGE', "--lines=#{lines(request['tail'])}"]
      @command << "--since=-#{Integer(request['since'])}s" if request['since']
      @command << "--after-cursor=#{request['after']}" if request['after']
      @command << '--follow' if request['follow']
      # Of its processes alone, and not what the service manager says of it.
      @command << "_SYSTEMD_UNIT=#{unit}"
    end

    # Yields lines as JSON, as many at a time as there are and the limit takes.
    def each_batch(limit)
      IO.popen(@command, err: File::NULL) do |output|
        batch = []
        size = 2
        each_line(output) do |line|
          entry = line && describe(line, limit)
          unless batch.empty? || (entry && size + entry.bytesize + 1 <= limit)
            yield batch
            batch = []
            size = 2
          end
          next unless entry

          batch << entry
          size += entry.bytesize + 1
        end
        yield batch unless batch.empty?
      ensure
        stop(output.pid)
      end
    end

    private

    def lines(tail)
      tail.nil? ? 'all' : Integer(tail).to_s
    end

    # Yields each line, and nil where none follows for a moment.
    def each_line(output)
      rest = +''
      loop do
        unless output.wait_readable(LINGER)
          yield nil
          output.wait_readable
        end
        rest << output.readpartial(READ)
        yield rest.slice!(0..rest.index("\n")) while rest.include?("\n")
      end
    rescue EOFError
      nil
    end

    # A line as JSON, cut where it is very long.
    def describe(line, limit)
      entry = JSON.parse(line)
      told = { 'cursor' => entry['__CURSOR'], 'micros' => entry['__REALTIME_TIMESTAMP'].to_i, 'text' => text(entry['MESSAGE']) }
      json = JSON.generate(told)
      json.bytesize > limit / 2 ? JSON.generate(told.merge('text' => "#{told['text'][0, limit / 16]}...")) : json
    end

    # What is no text comes as a list of bytes, what is too long for journalctl not at all.
    def text(message)
      found = message.is_a?(Array) ? message.pack('C*') : message.to_s
      found.dup.force_encoding('UTF-8').scrub
    end

    def stop(pid)
      Process.kill('TERM', pid)
    rescue Errno::ESRCH
      nil
    end
  end
end

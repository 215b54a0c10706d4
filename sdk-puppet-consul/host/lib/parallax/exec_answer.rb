# frozen_string_literal: true

require 'base64'
require 'open3'
require_relative 'answer'
require_relative 'places'

module Parallax
  # Runs a command in a component, and tells what it writes and how it ends.
  class ExecAnswer < Answer
    READ = 16 * 1024
    # Bytes that a command may write.
    MOST = 1024 * 1024
    # What `parallax-exec` ends with when the component does not run, after it has said so.
    NOT_RUNNING = 125
    WORDS = 'parallax-exec: '
    # Seconds between looks at whether the command has ended while something that it started keeps its output open.
    LOOK = 0.2

    private

    def tell_of(data, request)
      unit = unit(data, request)
      return { 'error' => "#{request.fetch('replica')} #{request.fetch('component')} is not on this host" } unless unit

      run(unit, request.fetch('command'), request.fetch('limitMillis') / 1000.0)
    rescue SystemCallError => e
      { 'error' => "the command cannot be run: #{e.message}" }
    end

    def run(unit, command, limit)
      stdin, out, err, process = Open3.popen3({ 'PATH' => ENV.fetch('PATH') }, Places::EXEC, unit, *command, unsetenv_others: true, pgroup: true)
      stdin.close
      @deadline = now + limit
      @said = +''
      pass_on({ out => 'out', err => 'err' }, process) || ended(process)
    ensure
      # Nothing of it is left when nobody waits any more, when it took too long or wrote too much.
      end_group(process)
      [out, err].each { |stream| stream&.close }
    end

    # @return what kept the output from being whole, or nil
    def pass_on(streams, process)
      written = 0
      until streams.empty?
        ended = !process.alive?
        ready, = IO.select(streams.keys, nil, nil, [left, LOOK].min)
        return { 'late' => true } if !ready && left.zero?
        return nil if !ready && ended

        (ready || []).each do |stream|
          bytes = stream.read_nonblock(READ, exception: false)
          next if bytes == :wait_readable
          next streams.delete(stream) unless bytes

          written += bytes.bytesize
          return { 'error' => "the command writes more than #{MOST / 1024} KiB" } if written > MOST

          @said << bytes if streams[stream] == 'err' && @said.empty?
          tell([JSON.generate('stream' => streams[stream], 'data' => Base64.strict_encode64(bytes))])
        end
      end
    end

    def ended(process)
      return { 'late' => true } unless process.join(left)

      status = process.value
      return { 'error' => 'the component does not run' } if status.exitstatus == NOT_RUNNING && @said.start_with?(WORDS)

      { 'status' => status.exitstatus || (128 + status.termsig.to_i) }
    end

    def left
      [@deadline - now, 0].max
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end

    def end_group(process)
      Process.kill(:KILL, -process.pid) if process&.alive?
    rescue Errno::ESRCH
      # It has just ended.
    end
  end
end

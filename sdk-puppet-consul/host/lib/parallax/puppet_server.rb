# frozen_string_literal: true

require 'fileutils'
require 'socket'
require_relative 'warm_puppet'

module Parallax
  # Serves runs of Puppet, one at a time, each in a fork, and keeps the facts fresh between them.
  class PuppetServer
    LOCK = '/run/parallax/puppet.lock'

    def initialize(configuration)
      @configuration = configuration
      @puppet = WarmPuppet.new(configuration.host)
      @facts_due = 0
    end

    # Nobody else's run at the same time either, such as that of a process from before a restart.
    def self.alone
      FileUtils.mkdir_p(File.dirname(LOCK), mode: 0o755)
      File.open(LOCK, File::RDWR | File::CREAT, 0o600) do |lock|
        lock.flock(File::LOCK_EX)
        yield
      end
    end

    def serve
      FileUtils.mkdir_p(File.dirname(Places::SOCKET), mode: 0o755)
      @puppet.load
      @puppet.warm_up
      FileUtils.rm_f(Places::SOCKET)
      server = UNIXServer.new(Places::SOCKET)
      File.chmod(0o600, Places::SOCKET)
      trap('TERM') { exit!(0) }
      ready
      loop { turn(server) }
    end

    private

    def turn(server)
      refresh_facts if @facts.nil? && now >= @facts_due
      readable, = IO.select([server, @facts].compact, nil, nil, [@facts_due - now, 0.1].max)
      return if readable.nil?

      take_facts if readable.include?(@facts)
      answer(server.accept) if readable.include?(server)
    end

    # The child writes the answer itself; the parent only sees that there is one.
    def answer(connection)
      asked = now
      child = fork { run(connection, asked) }
      limit = Thread.new do
        sleep(@configuration.run_timeout)
        Process.kill('KILL', child)
      rescue Errno::ESRCH
        nil
      end
      _, status = Process.wait2(child)
      limit.kill
      failure = "puppet: the run was ended by signal #{status.termsig}" if status.signaled?
      failure ||= "puppet: the run ended with status #{status.exitstatus}" unless status.success?
      connection.puts(JSON.generate('ok' => false, 'changed' => 0, 'failed' => 1, 'errors' => [failure])) if failure
    rescue Errno::EPIPE
      nil
    ensure
      connection.close
    end

    def run(connection, asked)
      trap('TERM', 'DEFAULT')
      forked = ((now - asked) * 1000).round
      self.class.alone do
        result = @puppet.run(JSON.parse(connection.gets.to_s))
        connection.puts(JSON.generate(result.merge('fork_ms' => forked, 'facts_ms' => 0)))
      end
      exit!(0)
    rescue Errno::EPIPE, JSON::ParserError
      # Whoever asked is gone, or broke off in the middle of asking.
      exit!(0)
    end

    # Facts are taken by a child, as that takes most of a second.
    def refresh_facts
      @facts_due = now + @configuration.facts_age
      @facts, writer = IO.pipe
      child = fork do
        @facts.close
        writer.write(JSON.generate(WarmPuppet.facts))
        writer.close
        exit!(0)
      end
      writer.close
      Process.detach(child)
    end

    def take_facts
      text = @facts.read
      @facts.close
      @facts = nil
      @puppet.facts = JSON.parse(text)
    rescue JSON::ParserError
      warn 'The facts could not be taken; the ones from before stay in use.'
    end

    # Tells the service manager that runs can be asked for.
    def ready
      address = ENV.delete('NOTIFY_SOCKET') or return
      Socket.open(:UNIX, :DGRAM) do |socket|
        socket.connect(Socket.pack_sockaddr_un(address.sub(/\A@/, "\0")))
        socket.send('READY=1', 0)
      end
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end

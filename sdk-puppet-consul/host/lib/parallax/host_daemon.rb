# frozen_string_literal: true

require 'fileutils'
require 'io/wait'
require 'json'
require_relative 'adopted'
require_relative 'configuration'
require_relative 'inbox'
require_relative 'own_files'
require_relative 'requests'
require_relative 'places'
require_relative 'poll'
require_relative 'postman'
require_relative 'registrations'
require_relative 'report'
require_relative 'runner'
require_relative 'seal_key'
require_relative 'settlement'
require_relative 'traces'
require_relative 'vigil'
require_relative 'visit'
require_relative 'watch'

module Parallax
  # Keeps this host as Consul's data for it says: a run when the data changes, when a look finds that something else changed, and
  # every so often; or, on a host that is polled, when a timer's turn finds a reason. Never two at once. What came of it goes back to Consul.
  class HostDaemon
    STEP_PAUSE = 0.1
    FIRST_RETRY = 2
    MENDING_PAUSE = 1
    KEY_RETRY = 60
    DELIVERY = 10
    # The unit is not started again after it.
    REMOVED = 3

    def initialize(configuration)
      @configuration = configuration
      @inbox = Inbox.new
      @runner = Runner.new(configuration)
      @postman = Postman.new(configuration)
      @prefix = "parallax/hosts/#{configuration.host}"
      @settlement = Settlement.new
      @adopted = Adopted.new(configuration)
      @registrations = Registrations.new(configuration)
      @key = SealKey.new(configuration.host)
      @retry = FIRST_RETRY
    end

    def serve
      FileUtils.mkdir_p(File.dirname(Places::DATA), mode: 0o700)
      @postman.start
      Thread.new { publish }
      # Whoever takes it away, or puts another in its place, has it published again.
      Watch.new(@configuration, "#{@prefix}/key").start { |value, _| publish(value) }
      # A copy of before a restart of this process; after a boot there is none, and Consul is asked first.
      take(File.read(Places::DATA), now) if File.exist?(Places::DATA)
      Requests.new(@configuration).start { @data }
      @due = now + FIRST_RETRY
      trigger.start { |value, heard| @inbox.put([value, heard]) if value || @left }
      loop { turn }
    end

    private

    # What starts runs.
    def trigger
      if @configuration.polled?
        @registrations.start(-> { true }) { @data }
        @due = Float::INFINITY
        @visit = Visit.new(@configuration)
        return Poll.new(@configuration, "#{@prefix}/data")
      end
      vigil = Vigil.new(@configuration).start { @data }
      @registrations.start(-> { vigil.quiet? }) { @data }
      Watch.new(@configuration, "#{@prefix}/data")
    end

    def turn
      message = @inbox.take(pause)
      publish if @publish_due && now >= @publish_due
      @visit&.continue
      value, heard = message
      if value
        return unless @visit.nil? || @visit.needed?(value, heard)

        take(value, heard)
        @told_now = true
        @left = false
        @retry = FIRST_RETRY
        run(heard) if @data
      elsif message
        depart if @left
      elsif @data && !@left
        now >= @due ? run(now) : look
      end
    end

    # Says for which key secrets of this host are to be sealed, unless the one that is published says so already.
    def publish(known = nil)
      @publish_due = nil
      # Of a host that leaves nothing is kept in Consul.
      return if @data&.key?('parallax::leaving')

      certificate = @key.certificate
      @postman.send("#{@prefix}/key", certificate) unless known == certificate
    rescue SealKey::Unopened => e
      @publish_due = now + KEY_RETRY
      warn "No key can be published, and no secrets be told to this host, trying again: #{e.message}"
    end

    # Writes the data for Puppet, which alone reads them opened. What cannot be read or opened is reported as long as that is so, and the data from before stay
    # in use.
    def take(text, heard)
      data = JSON.parse(text)
      raise JSON::ParserError unless data.is_a?(Hash)

      opened = @key.open(data)
      Places.write(Places::DATA, JSON.generate(opened))
      @data = opened
      @trouble = nil
    rescue JSON::ParserError
      # Without the parser's own words, which repeat the text.
      refuse('data: not a JSON object', heard)
    rescue SealKey::Unopened => e
      refuse("data: #{e.message}", heard)
      publish
    end

    def refuse(trouble, heard)
      @trouble = trouble
      report({ 'ok' => true, 'changed' => 0, 'failed' => 0, 'errors' => [], 'started' => Time.now, 'finished' => Time.now,
               'timings' => { 'trigger_ms' => milliseconds(heard, now) } }, @data || {})
    end

    def run(heard)
      started = Time.now
      trigger = milliseconds(heard, now)
      # Before the run: what is written while it reads is for the next one.
      @own = OwnFiles.fingerprint
      # A run that was cut off may have left files of which the agent was not told.
      lost = @complete ? @registrations.lost : {}
      request = @settlement.request(@data)
      answer = put_back(lost, request, withdraw(@registrations.aside { @runner.run(request) }))
      @complete = answer.key?('drift')
      @settlement.take(@data, answer)
      timings = { 'trigger_ms' => trigger }.merge(answer.slice('fork_ms', 'facts_ms', 'compile_ms', 'apply_ms'))
      @traces = Traces.new(@data, @settlement.left(@data))
      @finished = now
      # Of a run that had no catalog nothing was applied: what was before stays.
      @revision = @data['parallax::revision'] if @complete
      @settings = answer['settings'] || @settings
      @last = answer.merge('revision' => @revision, 'drift' => @settlement.told, 'settings' => @settings, 'started' => started,
                           'finished' => Time.now, 'timings' => timings)
      report(@last, @data)
      @visit ? @visit.conclude(@data, @own, answer['ok']) : schedule(answer['ok'])
      leave if answer['ok'] && @told_now && @data['parallax::leaving']
    end

    # Nothing of what this host was told is left on it: its node is no host any more, and no more is said of it. A copy of before, which
    # was not heard of now, says nothing of a host that is enrolled again.
    def leave
      @postman.drop("#{@prefix}/key")
      return unless @postman.empty?(DELIVERY)

      FileUtils.rm_f(Places::ENROLMENT)
      consul = Consul.new(@configuration)
      consul.reload
      consul.forget_meta(@configuration.host, 'parallax-')
      @left = true
    rescue Consul::Failure => e
      warn "The agent did not read its configuration anew, trying again: #{e.message}"
    end

    # The key with its data is gone, or its token: all that there was of this host in Consul.
    def depart
      FileUtils.rm_f([Places::DATA, Places::APPLIED, SealKey::PATH])
      exit(REMOVED)
    end

    # What was registered by hand goes when what takes its place is registered.
    def withdraw(answer)
      return answer unless answer['ok']

      failing(answer, @adopted.withdraw(@data))
    end

    # What was deleted through Consul's API is registered again, or told, after the run, which sees files only.
    def put_back(lost, request, answer)
      return answer unless answer.key?('drift')

      found, errors = @registrations.mend(@data, lost, request)
      failing(answer, errors).merge('drift' => answer['drift'] + found)
    end

    def failing(answer, errors)
      errors.empty? ? answer : answer.merge('ok' => false, 'failed' => answer['failed'].to_i + 1, 'errors' => answer['errors'] + errors)
    end

    # A run that failed is tried again soon, then less and less often.
    def schedule(succeeded)
      @due = now + (succeeded ? @configuration.interval : [@retry, @configuration.interval].min)
      @retry = succeeded ? FIRST_RETRY : @retry * 2
    end

    def look
      return unless @traces
      return rerun if @visit.nil? && OwnFiles.fingerprint != @own && now - @finished > MENDING_PAUSE

      report(@last, @data) if @told != Steps.finished(@data).keys
      case @traces.look
      when :moved then report(@last, @data)
      when :drifted then drifted
      else drifted if @visit.nil? && @registrations.changed?
      end
    end

    # Also where the last run failed: this may be what mends it.
    def rerun
      @retry = FIRST_RETRY
      run(now)
    end

    # What the last run could not mend waits until the next one is due, and two runs keep a distance.
    def drifted
      return @traces.remember if @visit

      run(now) if @last['ok'] && now - @finished > MENDING_PAUSE
    end

    # A report that says what the one before said is not sent again; that a run took place is.
    def report(run, data)
      run = run.merge('ok' => false, 'failed' => run['failed'].to_i + 1, 'errors' => [@trouble] + run['errors']) if @trouble
      found = Report.of(@configuration.host, data, run)
      @told = found['steps'].keys
      gist = Report.gist(found)
      @postman.send("#{@prefix}/heartbeat", JSON.generate('last_run' => found['finished'], 'ok' => found['ok']))
      return if gist == @gist && run['changed'].to_i.zero?

      @gist = gist
      @postman.send("#{@prefix}/report", JSON.generate(found))
    end

    def pause
      return 60 if @data.nil? || @left
      return STEP_PAUSE unless Steps.running(@data).empty?

      [@configuration.look, @due - now].min.clamp(0.01, 60)
    end

    def milliseconds(from, to)
      ((to - from) * 1000).round
    end

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end

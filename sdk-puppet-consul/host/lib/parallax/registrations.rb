# frozen_string_literal: true

require_relative 'consul'
require_relative 'places'

module Parallax
  # Whether Consul has what is registered for the replicas of this host. Files say it to the agent, and no file shows what somebody deletes through Consul's
  # API: of the agent, which has it again when it reads its files anew, or of the catalog alone, which the agent tells again within minutes.
  class Registrations
    AGENT = 'agent'
    CATALOG = 'catalog'
    # What is missing for so many seconds was deleted: the agent may be reading its files, or telling the catalog what they say.
    PATIENCE = 1
    AFTER_ERROR = 1

    # @return [Hash] the ids of the registrations that the data want, as the module writes them => replica
    def self.of(data)
      data.fetch('parallax::replicas', {}).flat_map do |name, replica|
        replica.fetch('registrations', {}).keys.map { |service| ["#{service}-#{replica['replica']}", name] }
      end.to_h
    end

    def initialize(configuration)
      @configuration = configuration
      @consul = Consul.new(configuration)
      @lock = Mutex.new
      @since = {}
      @lost = {}
      @kept = {}
      @told = []
      @removed = []
    end

    # @param quiet whether nobody else takes registrations out of the agent now
    # @yieldreturn the data of this host, or nil
    def start(quiet, &data)
      @quiet = quiet
      # One connection for each thread.
      Thread.new(Consul.new(@configuration)) { |consul| loop { follow(consul) } }
      Thread.new(Consul.new(@configuration)) { |consul| loop { turn(consul, data.call || {}) } }
    end

    # @return [Hash] the ids of what was deleted and is missing still => of what, {AGENT} or {CATALOG}
    def lost
      @lock.synchronize { @lost.dup }
    end

    # Whether something else is lost than the last run left.
    def changed?
      lost != @kept
    end

    # Nothing that is missing counts while the block runs, as a run of Puppet does, which writes files before the agent is told of them.
    def aside
      @lock.synchronize { @aside = true }
      yield
    ensure
      @lock.synchronize do
        @aside = false
        @since.clear
      end
    end

    # Has Consul take again what was deleted, unless it is of a replica that runs leave as it is.
    # @param lost what was, before the run that this is part of
    # @param request that of the run: what was deleted of replicas that are not `settled` is put back and not told
    # @return [Array(Array<Hash>, Array<String>)] differences, as {Drift.of} has them, and what went wrong
    def mend(data, lost, request)
      owners = self.class.of(data)
      known = lost.slice(*owners.keys)
      due = known.reject { |id, _| request['reported'].include?(owners[id]) }
      errors = put_back(due)
      @kept = errors.empty? ? known.reject { |id, _| due.key?(id) } : known
      told = known.select { |id, _| request['settled'].include?(owners[id]) }
      [told.map { |id, place| difference(owners[id], id, place, errors.empty? && due.key?(id)) }, errors]
    end

    private

    def difference(replica, id, place, repaired)
      { 'replica' => replica, 'kind' => 'registration', 'name' => id, 'fields' => [{ 'path' => place, 'before' => 'registered', 'after' => nil }],
        'repaired' => repaired }
    end

    def put_back(due)
      return [] if due.empty?

      # An agent takes the catalog to have what it told it once, so it has to tell it anew.
      due.each { |id, place| @consul.deregister(id) if place == CATALOG }
      @consul.reload
      @lock.synchronize { due.each_key { |id| [@since, @lost].each { |noted| noted.delete(id) } } }
      []
    rescue Consul::Failure => e
      ["consul: registrations that were deleted could not be put back: #{e.message}"]
    end

    # What the catalog had and has no more, as far as it was watched without interruption: what it never had the agent may not have told it yet.
    def follow(consul)
      index = 0
      loop do
        ids, found = consul.instances(@configuration.host, index: index)
        hear(found < index ? nil : ids)
        index = found < index ? 0 : found
        sleep(AFTER_ERROR) if index.zero?
      end
    rescue StandardError
      # The other thread complains, whose agent is the same.
      hear(nil)
      sleep(AFTER_ERROR)
    end

    def hear(ids)
      @lock.synchronize do
        @removed = ids ? (@removed | @told) - ids : []
        @told = ids || []
      end
    end

    def turn(consul, data)
      wanted = self.class.of(data).keys.select { |id| File.exist?("#{Places::REGISTRATIONS}/#{id}.json") }
      missing = wanted.empty? ? {} : missing(consul, wanted)
      @lock.synchronize { note(missing) unless @aside || !@quiet.call }
      @complaint = nil
      sleep(@configuration.look)
    rescue StandardError => e
      # What was lost is taken to be so until Consul answers.
      warn "What Consul has of this host could not be seen, trying again: #{e.message}" unless @complaint == e.message
      @complaint = e.message
      sleep(AFTER_ERROR)
    end

    def missing(consul, wanted)
      there = wanted & consul.services.keys
      # Not what the token may not see.
      gone = (wanted - there).reject { |id| consul.service?(id) }
      gone.to_h { |id| [id, AGENT] }.merge(removed(consul, there).to_h { |id| [id, CATALOG] })
    end

    def removed(consul, there)
      candidates = @lock.synchronize { @removed & there }
      return [] if candidates.empty?

      ids, = consul.instances(@configuration.host)
      ids ? candidates - ids : []
    end

    def note(missing)
      now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      @since = missing.to_h { |id, _| [id, @since.fetch(id, now)] }
      @lost = missing.select { |id, _| @lost.key?(id) || now - @since[id] >= PATIENCE }
    end
  end
end

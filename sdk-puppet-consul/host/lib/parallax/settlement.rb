# frozen_string_literal: true

require 'digest'
require 'json'
require_relative 'places'

module Parallax
  # Which replicas were applied as the data say, and with which `parallax::restart`, the one setting that their units are made by; and what was found
  # changed by hand since.
  class Settlement
    # Of what was repaired, this much is remembered.
    REMEMBERED = 20

    def initialize
      # Not kept over a reboot, after which everything is applied anew.
      kept = File.exist?(Places::APPLIED) ? JSON.parse(File.read(Places::APPLIED)) : {}
      @applied = kept.fetch('replicas', {})
      @restart = kept['restart']
      @standing = []
      @repaired = []
    rescue JSON::ParserError
      @applied = {}
    end

    # The request for a run: what differs of settled replicas was changed by hand.
    def request(data)
      settled = digests(data).select { |replica, digest| @applied[replica] == digest }.keys
      { 'settled' => settled, 'reported' => settled & data.fetch('parallax::reported', []), 'restart' => @restart }
    end

    # Takes what came of the run.
    def take(data, answer)
      return unless answer.key?('drift')

      now = digests(data)
      found = answer['drift'].map { |difference| difference.merge(owner(data, difference['replica'])) }
      repaired, @standing = found.partition { |difference| difference['repaired'] }
      @repaired = (repaired + @repaired).uniq.select { |old| now[old['replica']] == @applied[old['replica']] }.first(REMEMBERED)
      return if !answer['ok'] || (now == @applied && answer['restart'] == @restart)

      @applied = now
      @restart = answer['restart']
      Places.write(Places::APPLIED, JSON.generate('replicas' => now, 'restart' => @restart))
    end

    # What the report says: what stands, and what was put right lately.
    def told
      @standing + @repaired
    end

    # The replicas that runs leave as they are.
    def left(data)
      request(data)['reported']
    end

    private

    def owner(data, replica)
      data.fetch('parallax::replicas', {}).fetch(replica, {}).slice('application', 'role').merge('replica' => replica)
    end

    # Whoever asks for a repair raises the application's number, and with it all of its digests.
    def digests(data)
      repairs = data.fetch('parallax::repairs', {})
      data.fetch('parallax::replicas', {}).transform_values do |replica|
        Digest::SHA256.hexdigest(JSON.generate([replica, repairs.fetch(replica['application'], 0)]))
      end
    end
  end
end

# frozen_string_literal: true

require 'fileutils'
require 'json'
require 'openssl'
require_relative 'places'

module Parallax
  # The key pair that this host made for itself: secrets in its data are sealed for it, and nobody else but the fleet's controllers opens them. The private
  # key does not leave the host; what makes sure that the published one is the host's is that only its token may write it.
  # Used by several threads.
  class SealKey
    # What is sealed could not be opened; says why, and nothing of what was found.
    class Unopened < StandardError; end

    PATH = "#{Places::STATE}/seal-key.pem".freeze
    SEALED = 'parallax::sealed'
    ENVELOPE = /\AENC\[PKCS7,(.*)\]\z/m
    BITS = 3072
    LIFETIME = 100 * 365 * 86_400

    def initialize(host, path = PATH)
      @host = host
      @path = path
      @lock = Mutex.new
    end

    # The certificate to be published; made with its key where there is none, or what is there is none. A file that cannot be read is left as it is.
    # @return [String] PEM
    def certificate
      pair.last.to_pem
    end

    # Data with the secrets in their places. Those without any are given back as they are.
    def open(data)
      sealed = data[SEALED] or return data

      opened = data.reject { |name, _| name == SEALED }
      JSON.parse(read(sealed)).each { |pointer, text| put(opened, pointer, text) }
      opened
    rescue JSON::ParserError
      raise Unopened, 'what is sealed in it is damaged', cause: nil
    end

    private

    def read(sealed)
      envelope = OpenSSL::PKCS7.new(sealed[ENVELOPE, 1].to_s.unpack1('m'))
      key, certificate = pair
      own = envelope.recipients.any? { |recipient| recipient.issuer == certificate.issuer && recipient.serial == certificate.serial }
      raise Unopened, "the secrets in it are sealed for another key than this host's; it has published its own" unless own

      header, text = envelope.decrypt(key, certificate).force_encoding('UTF-8').split("\n", 2)
      return text if header == "parallax/1 parallax/hosts/#{@host}/ #{OpenSSL::Digest::SHA256.hexdigest(text.to_s)}"

      raise Unopened, 'what is sealed in it is damaged, or not for this host'
    rescue OpenSSL::PKCS7::PKCS7Error, ArgumentError
      raise Unopened, 'what is sealed in it is damaged', cause: nil
    end

    # Read at each use: a key that was lost or replaced is seen at once.
    def pair
      @lock.synchronize { load || make }
    end

    def load
      text = File.read(@path)
      key = OpenSSL::PKey::RSA.new(text)
      certificate = OpenSSL::X509::Certificate.new(text)
      [key, certificate] if key.private? && certificate.check_private_key(key)
    rescue Errno::ENOENT, OpenSSL::PKey::PKeyError, OpenSSL::X509::CertificateError
      nil
    rescue SystemCallError => e
      raise Unopened, "the key of this host cannot be read: #{e.message}"
    end

    def make
      key = OpenSSL::PKey::RSA.new(BITS)
      certificate = certificate_of(key)
      FileUtils.mkdir_p(File.dirname(@path))
      Places.write(@path, key.to_pem + certificate.to_pem)
      warn 'A key was made, for which the secrets of this host are sealed'
      [key, certificate]
    rescue SystemCallError => e
      raise Unopened, "no key could be kept on this host: #{e.message}"
    end

    def certificate_of(key)
      OpenSSL::X509::Certificate.new.tap do |certificate|
        certificate.version = 2
        certificate.serial = OpenSSL::BN.rand(127)
        certificate.subject = certificate.issuer = OpenSSL::X509::Name.new([['CN', "parallax host #{@host}"]])
        certificate.public_key = key.public_key
        # A host's clock may be wrong when it boots for the first time.
        certificate.not_before = Time.now - 86_400
        certificate.not_after = Time.now + LIFETIME
        certificate.sign(key, OpenSSL::Digest.new('SHA256'))
      end
    end

    # Puts a text at a JSON pointer, all of which but the end is there.
    def put(data, pointer, text)
      *path, name = pointer.split('/', -1).drop(1).map { |part| part.gsub('~1', '/').gsub('~0', '~') }
      path.reduce(data) { |node, part| node.fetch(part) }[name] = text
    rescue KeyError
      raise Unopened, 'what is sealed in it does not fit the rest', cause: nil
    end
  end
end
